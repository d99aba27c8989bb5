/** A sign-up, answered as soon as the job server has accepted one background job for the mail and one for the text message. */
@NullMarked
package io.gearman.sample.signup;

import org.jspecify.annotations.NullMarked;
