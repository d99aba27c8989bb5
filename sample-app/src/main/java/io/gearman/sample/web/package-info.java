/** What every endpoint shares: raw request bodies and readable errors. Uses Spring MVC and Gearman's exceptions. */
@NullMarked
package io.gearman.sample.web;

import org.jspecify.annotations.NullMarked;
