// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.protection;

import io.reverseetl.connect.transforms.data.Edit;
import io.reverseetl.connect.transforms.data.FieldEdits;
import io.reverseetl.connect.transforms.data.FieldName;
import io.reverseetl.connect.transforms.data.Nulling;
import io.reverseetl.connect.transforms.data.Texts;
import io.reverseetl.connect.transforms.data.ValueKind;
import io.reverseetl.connect.transforms.syntax.Entries;
import io.reverseetl.connect.transforms.syntax.Entries.Said;
import io.reverseetl.connect.transforms.syntax.Vocabulary;
import io.reverseetl.connect.transforms.syntax.Vocabulary.Word;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What becomes of the fields that tell about a person. */
public final class Protection {

    private static final Set<ValueKind> TEXT = EnumSet.of(ValueKind.TEXT);

    private static final String REDACTED = "***";

    /** Adding a function means adding it here, and to the guide. */
    private static final Vocabulary<Action> ACTIONS = new Vocabulary<>(
            "a function",
            List.of(
                    Vocabulary.word("keep", new Action.Plain(Edit.Whole.KEEP)),
                    Vocabulary.word("drop", new Action.Plain(Edit.Whole.DROP)),
                    new Word<>("hash", "hash('phone', 'FR')", 0, 2, List.of(String.class), Hashes::sha256),
                    new Word<>("hmac", "hmac('text')", 0, 2, List.of(String.class), Hashes::hmac),
                    new Word<>("token", "token('customer')", 0, 1, List.of(String.class), Hashes::token),
                    new Word<>("redact", "redact('***')", 0, 1, List.of(String.class), Protection::redact),
                    Vocabulary.word("null", new Action.Plain(new Nulling())),
                    Vocabulary.word("truncate", "truncate(2)", List.of(Long.class), Protection::truncate),
                    Vocabulary.word("year", Generalisations.year()),
                    Vocabulary.word("month", Generalisations.month()),
                    Vocabulary.word("step", "step(10)", List.of(Long.class), Generalisations::step),
                    Vocabulary.word("optional", Action.Presence.OPTIONAL)));

    private final Map<List<String>, List<Said<Action>>> entries;

    private Protection(Map<List<String>, List<Said<Action>>> entries) {
        this.entries = entries;
    }

    /**
     * Reads what becomes of which fields.
     *
     * @throws IllegalArgumentException if it cannot be read, or says two things about one field
     */
    public static Protection parse(String text) {
        Protection protection = new Protection(
                Entries.parse(text, ACTIONS, "no field is named; write entries such as `email: hash('text')`"));
        protection.entries.forEach(Protection::action);
        return protection;
    }

    /** The functions that a user can write, as documentation lists them. */
    public static String usages() {
        return ACTIONS.usages();
    }

    /**
     * Makes the edits.
     *
     * @param keepsUnnamed what becomes of fields that are not named
     * @throws IllegalArgumentException if a key is needed, or a field is named both as a whole and by a field in it
     */
    public FieldEdits edits(boolean keepsUnnamed, Optional<SecretKey> key) {
        FieldEdits edits = new FieldEdits(keepsUnnamed);
        entries.forEach((path, said) -> edits.add(
                new FieldName(path),
                Action.edit(action(path, said), key),
                said.stream().anyMatch(each -> each.meaning() == Action.Presence.OPTIONAL)));
        return edits;
    }

    private static Action action(List<String> path, List<Said<Action>> said) {
        List<Action> actions = said.stream()
                .map(Said::meaning)
                .filter(action -> action != Action.Presence.OPTIONAL)
                .toList();
        if (actions.size() != 1) {
            throw new IllegalArgumentException("field '" + String.join(".", path)
                    + "' has to have one function, and may have `optional` beside it");
        }
        return actions.get(0);
    }

    private static Action redact(List<Object> given) {
        String replacement = given.isEmpty() ? REDACTED : (String) given.get(0);
        return text("redact", text -> replacement);
    }

    private static Action truncate(List<Object> given) {
        int most = Texts.length((Long) given.get(0));
        return text("truncate", text -> Texts.prefix(text, most));
    }

    private static Action text(String name, UnaryOperator<String> change) {
        return new Action.Plain(
                new ElementEdit(name, TEXT, false, (field, kind, value) -> change.apply((String) value)));
    }
}
