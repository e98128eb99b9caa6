@NullMarked
package dev.atoll.spi.tck.crypto;

import org.jspecify.annotations.NullMarked;
