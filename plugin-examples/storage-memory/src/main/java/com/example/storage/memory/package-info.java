/// A storage that forgets everything when the process ends: the smallest plugin.
@NullMarked
package com.example.storage.memory;

import org.jspecify.annotations.NullMarked;
