/// What toys and test share; the system bundle exports it.
@NullMarked
package dev.atoll.kernel.inject.toy.api;

import org.jspecify.annotations.NullMarked;
