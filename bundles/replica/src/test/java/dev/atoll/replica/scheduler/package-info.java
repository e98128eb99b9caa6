@NullMarked
package dev.atoll.replica.scheduler;

import org.jspecify.annotations.NullMarked;
