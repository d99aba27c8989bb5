/** The function {@code sms}, the client of an HTTP gateway for text messages, and a stub of such a gateway. */
@NullMarked
package io.gearman.sample.sms;

import org.jspecify.annotations.NullMarked;
