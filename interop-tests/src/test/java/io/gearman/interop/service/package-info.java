/** Our job server in the place of gearmand in a Debian system: its service file, its user, its launcher. */
@NullMarked
package io.gearman.interop.service;

import org.jspecify.annotations.NullMarked;
