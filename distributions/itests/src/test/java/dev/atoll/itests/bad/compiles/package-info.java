/// A bundle that must not take over.
@NullMarked
package dev.atoll.itests.bad.compiles;

import org.jspecify.annotations.NullMarked;
