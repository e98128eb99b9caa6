/// A bundle that must not take over.
@NullMarked
package dev.atoll.itests.bad.endless;

import org.jspecify.annotations.NullMarked;
