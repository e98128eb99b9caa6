@NullMarked
package dev.atoll.replica;

import org.jspecify.annotations.NullMarked;
