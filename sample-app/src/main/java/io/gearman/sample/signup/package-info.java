/** A sign-up, answered as soon as the job server has accepted a background job for the mail and one for the SMS. */
@NullMarked
package io.gearman.sample.signup;

import org.jspecify.annotations.NullMarked;
