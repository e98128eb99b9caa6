/// A bundle that must not take over.
@NullMarked
package dev.atoll.itests.bad.health;

import org.jspecify.annotations.NullMarked;
