/// Puts distributions into directories, archives and images, the same bytes from the same inputs.
@NullMarked
package dev.atoll.kernel.distribution.build;

import org.jspecify.annotations.NullMarked;
