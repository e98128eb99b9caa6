@NullMarked
package dev.atoll.spi.tck;

import org.jspecify.annotations.NullMarked;
