// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.documentation;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Reads the plugins' sources for the sentences that a user may be shown. */
final class Messages extends TreePathScanner<@Nullable Void, List<Messages.Message>> {

    /** What stands for a part that is known at run time only. */
    static final String HOLE = "…";

    private static final Pattern SENTENCE = Pattern.compile("[a-z]+ [a-z]+ [a-z]+");

    /** Calls and classes whose texts are shown in other places, or never. */
    private static final Set<String> SHOWN_ELSEWHERE = Set.of(
            // The reference has the texts of keys and metrics, and the CRM's pages the codes: tests hold them together.
            "doc",
            "readable",
            "Gauge",
            "ErrorCode",
            "OwnCode",
            "AnswerStatus",
            "Word",
            // A mistake in a config is said on its key, and the key's entry is in the reference.
            "add",
            "ConfigException",
            "ConfigSyntaxException",
            "ForeignKey",
            "IllegalArgumentException",
            "entries",
            "expect",
            "name",
            "parse",
            "path",
            "refused",
            "unexpected",
            // Bugs, and what the JMX API asks for.
            "AttributeNotFoundException",
            "IllegalStateException",
            "MBeanInfo",
            "UnsupportedOperationException",
            // SQL, patterns, and lines at INFO and below, which tell of no trouble.
            "Statement",
            "compile",
            "debug",
            "execute",
            "executeQuery",
            "info",
            "query");

    /** A sentence, with holes, and the file that it stands in. */
    record Message(String file, String text) {}

    private final String file;

    private Messages(String file) {
        this.file = file;
    }

    /** The sentences of all main sources of the plugins. */
    static List<Message> all() {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources()));
            List<Message> messages = new ArrayList<>();
            for (CompilationUnitTree unit : task.parse()) {
                Messages scanner = new Messages(
                        Path.of(unit.getSourceFile().getName()).getFileName().toString());
                scanner.scan(unit, messages);
            }
            return messages;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> modules = Files.list(Page.ROOT)) {
            for (Path module : modules.filter(
                            folder -> folder.getFileName().toString().startsWith("connect-"))
                    .map(folder -> folder.resolve("src/main/java"))
                    .toList()) {
                try (Stream<Path> files = Files.walk(module)) {
                    files.filter(each -> each.toString().endsWith(".java")).forEach(sources::add);
                }
            }
        }
        return sources;
    }

    @Override
    public @Nullable Void visitBinary(BinaryTree tree, List<Message> found) {
        if (!hasText(tree)) {
            return super.visitBinary(tree, found);
        }
        take(tree, found);
        return null;
    }

    @Override
    public @Nullable Void visitLiteral(LiteralTree tree, List<Message> found) {
        if (hasText(tree)) {
            take(tree, found);
        }
        return null;
    }

    @Override
    public @Nullable Void visitAnnotation(AnnotationTree tree, List<Message> found) {
        return null;
    }

    private void take(ExpressionTree tree, List<Message> found) {
        String text = text(tree).replace("{}", HOLE).replaceAll("\\s+", " ");
        if (SENTENCE.matcher(text).find() && !isShownElsewhere(getCurrentPath())) {
            found.add(new Message(file, text));
        }
    }

    /** Asks the nearest call around the text; a constant without one is a title, an overview or SQL. */
    private static boolean isShownElsewhere(TreePath text) {
        for (TreePath path = text.getParentPath(); path != null; path = path.getParentPath()) {
            Tree tree = path.getLeaf();
            if (tree instanceof NewClassTree created) {
                return SHOWN_ELSEWHERE.contains(
                        created.getIdentifier().toString().replaceAll("<.*", ""));
            }
            if (tree instanceof MethodInvocationTree call && !name(call).equals("formatted")) {
                return SHOWN_ELSEWHERE.contains(name(call));
            }
            if (tree instanceof VariableTree variable
                    && variable.getModifiers().getFlags().contains(Modifier.STATIC)) {
                return true;
            }
        }
        return false;
    }

    private static String name(MethodInvocationTree call) {
        ExpressionTree method = call.getMethodSelect();
        return method instanceof MemberSelectTree member
                ? member.getIdentifier().toString()
                : method.toString();
    }

    private static boolean hasText(ExpressionTree tree) {
        if (tree instanceof ParenthesizedTree inner) {
            return hasText(inner.getExpression());
        }
        if (tree instanceof BinaryTree sum && tree.getKind() == Tree.Kind.PLUS) {
            return hasText(sum.getLeftOperand()) || hasText(sum.getRightOperand());
        }
        return tree.getKind() == Tree.Kind.STRING_LITERAL;
    }

    private static String text(ExpressionTree tree) {
        if (tree instanceof ParenthesizedTree inner) {
            return text(inner.getExpression());
        }
        if (tree instanceof BinaryTree sum && hasText(tree)) {
            return text(sum.getLeftOperand()) + text(sum.getRightOperand());
        }
        boolean said = tree.getKind() == Tree.Kind.STRING_LITERAL || tree.getKind() == Tree.Kind.CHAR_LITERAL;
        return said ? String.valueOf(((LiteralTree) tree).getValue()) : HOLE;
    }
}
