@NullMarked
package dev.atoll.kernel.admin;

import org.jspecify.annotations.NullMarked;
