@NullMarked
package dev.atoll.replica.natives;

import org.jspecify.annotations.NullMarked;
