/// A bundle that must not take over.
@NullMarked
package dev.atoll.itests.bad.start;

import org.jspecify.annotations.NullMarked;
