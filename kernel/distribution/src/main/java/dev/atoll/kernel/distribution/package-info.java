/// Turns `distribution.yaml` into a locked distribution and lays out the product.
@NullMarked
package dev.atoll.kernel.distribution;

import org.jspecify.annotations.NullMarked;
