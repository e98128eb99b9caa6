/// A toy bundle that needs another.
@NullMarked
package dev.atoll.kernel.cli.toy.needy;

import org.jspecify.annotations.NullMarked;
