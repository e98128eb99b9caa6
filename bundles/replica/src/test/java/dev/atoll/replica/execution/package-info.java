@NullMarked
package dev.atoll.replica.execution;

import org.jspecify.annotations.NullMarked;
