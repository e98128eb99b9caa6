@NullMarked
package dev.atoll.spi.tck.gateway;

import org.jspecify.annotations.NullMarked;
