/// A toy bundle.
@NullMarked
package dev.atoll.kernel.inject.toy.caller;

import org.jspecify.annotations.NullMarked;
