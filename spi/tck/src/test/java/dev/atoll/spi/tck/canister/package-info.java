@NullMarked
package dev.atoll.spi.tck.canister;

import org.jspecify.annotations.NullMarked;
