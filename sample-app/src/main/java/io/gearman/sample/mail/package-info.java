/** The function {@code mail}, and the SMTP server that runs inside the application unless another one is configured. */
@NullMarked
package io.gearman.sample.mail;

import org.jspecify.annotations.NullMarked;
