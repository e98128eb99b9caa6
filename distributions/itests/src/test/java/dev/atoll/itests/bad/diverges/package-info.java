/// A bundle that must not take over.
@NullMarked
package dev.atoll.itests.bad.diverges;

import org.jspecify.annotations.NullMarked;
