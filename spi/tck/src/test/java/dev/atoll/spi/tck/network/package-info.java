@NullMarked
package dev.atoll.spi.tck.network;

import org.jspecify.annotations.NullMarked;
