/// Toy bundles: one that starts or fails as it is told, and one that needs it.
@NullMarked
package dev.atoll.kernel.cli.toy;

import org.jspecify.annotations.NullMarked;
