// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.quickstart;

import java.io.PrintStream;

/** What the user sees. On a terminal the last line is rewritten in place; in a log, each line is printed once. */
final class Screen {

    private static final int BAR_WIDTH = 30;

    private final PrintStream out;
    private final boolean terminal;
    private boolean lineIsOpen;

    Screen(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Prints a line. */
    void say(String line) {
        endLine();
        out.println(line);
        out.flush();
    }

    /** Shows progress in place; in a log only where {@code milestone} says that it is worth a line. */
    void progress(String line, boolean milestone) {
        if (terminal) {
            // Erases what a longer line before it left over.
            out.print("\r" + line + "\u001b[K");
            lineIsOpen = true;
        } else if (milestone) {
            out.println(line);
        }
        out.flush();
    }

    private void endLine() {
        if (lineIsOpen) {
            out.println();
            lineIsOpen = false;
        }
    }

    static String bar(long done, long all) {
        int filled = all == 0 ? BAR_WIDTH : (int) Math.min(BAR_WIDTH, done * BAR_WIDTH / all);
        return "[" + "#".repeat(filled) + "-".repeat(BAR_WIDTH - filled) + "]";
    }
}
