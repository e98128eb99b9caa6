@NullMarked
package dev.atoll.spi.tck.execution.spec;

import org.jspecify.annotations.NullMarked;
