/// Decides who may ask a node, and how often.
@NullMarked
package com.example.ingressfilter;

import org.jspecify.annotations.NullMarked;
