@NullMarked
package dev.atoll.spi.tck.execution.fuzz;

import org.jspecify.annotations.NullMarked;
