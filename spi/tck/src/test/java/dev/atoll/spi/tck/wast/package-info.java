@NullMarked
package dev.atoll.spi.tck.wast;

import org.jspecify.annotations.NullMarked;
