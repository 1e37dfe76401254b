// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.connect.transforms.mapping;

/** One step of a path: into a struct or map by a name, or into an array by a number. */
sealed interface Step {

    /** How it is written behind the steps before it. */
    String suffix();

    record Name(String name) implements Step {

        @Override
        public String suffix() {
            return "." + name;
        }
    }

    /**
     * An element of an array.
     *
     * @param index from 0; a negative one counts from the end, where -1 is the last
     */
    record Element(int index) implements Step {

        @Override
        public String suffix() {
            return "[" + index + "]";
        }

        /** Where it is in an array of so many elements; outside of the array if it has none there. */
        int position(int size) {
            return index < 0 ? size + index : index;
        }
    }
}
