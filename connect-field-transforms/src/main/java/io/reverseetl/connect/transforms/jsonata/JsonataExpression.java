// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.jsonata;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import java.time.Duration;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * An expression, compiled once, that reads record after record. Not thread-safe: each task has a transform of its own.
 */
public final class JsonataExpression {

    private final Jsonata compiled;
    private final Bounds bounds;

    /**
     * How much one evaluation may take.
     *
     * @param depth how deep evaluation may nest: each call of a function and each step of a path is a level or two
     */
    public record Bounds(Duration time, int depth) {}

    private JsonataExpression(Jsonata compiled, Bounds bounds) {
        this.compiled = compiled;
        this.bounds = bounds;
    }

    /**
     * Compiles an expression.
     *
     * @throws IllegalArgumentException if it is no JSONata; the message says where and why
     */
    public static JsonataExpression compile(String text, Bounds bounds) {
        try {
            Jsonata compiled = Jsonata.jsonata(text);
            // Records are JSON already, as JsonValues makes them.
            compiled.setValidateInput(false);
            return new JsonataExpression(compiled, bounds);
        } catch (JException e) {
            throw new IllegalArgumentException(e.getDetailedErrorMessage(), e);
        } catch (StackOverflowError e) {
            throw new IllegalArgumentException("the expression is nested too deeply", e);
        } catch (IndexOutOfBoundsException | ClassCastException | NullPointerException e) {
            // The library's parser, where the text ends too early.
            throw new IllegalArgumentException("the expression is not complete", e);
        }
    }

    /**
     * Evaluates the expression.
     *
     * @param record a struct, or a map without a schema
     * @return a String, Boolean, Number, List or Map; null for nothing, too
     * @throws DataException if it fails or takes more than its bounds; the message holds no value
     */
    public @Nullable Object evaluate(Object record) {
        Jsonata.Frame frame = compiled.createFrame();
        frame.setRuntimeBounds(bounds.time().toMillis(), bounds.depth());
        try {
            return compiled.evaluate(JsonValues.of(null, record), frame);
        } catch (JException e) {
            // Without the cause: its message may hold a value.
            throw new DataException("the expression fails with JSONata's error " + reason(e) + place(e));
        } catch (StackOverflowError e) {
            throw new DataException("the expression is nested too deeply");
        } catch (RuntimeException e) {
            // The library throws its own exceptions for its own errors, and Java's where it did not expect a value.
            throw new DataException("the expression fails with a "
                    + e.getClass().getSimpleName() + ": a function in it meets a value that it cannot take."
                    + " Test the value before, with $type or a condition.");
        }
    }

    /** A code such as T2001. The library's own bounds have a sentence in its place, and no place. */
    private static String reason(JException e) {
        return String.valueOf(e.getError());
    }

    private static String place(JException e) {
        return e.getLocation() < 0 ? "" : " at character " + e.getLocation();
    }
}
