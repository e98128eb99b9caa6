/// A bundle that must not take over.
@NullMarked
package dev.atoll.itests.bad.storage;

import org.jspecify.annotations.NullMarked;
