@NullMarked
package dev.atoll.spi.tck.kernel;

import org.jspecify.annotations.NullMarked;
