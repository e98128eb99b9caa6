/// A toy bundle.
@NullMarked
package dev.atoll.kernel.inject.toy.watcher;

import org.jspecify.annotations.NullMarked;
