@NullMarked
package dev.atoll.kernel.metrics;

import org.jspecify.annotations.NullMarked;
