@NullMarked
package dev.atoll.replica.cycles;

import org.jspecify.annotations.NullMarked;
