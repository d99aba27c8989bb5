package io.gearman.sample.signup;

import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/**
 * Somebody who signs up.
 *
 * @param name how to address them
 * @param email where the welcome mail goes
 * @param phone where the welcome text message goes
 */
public record Signup(
        @NotBlank @Size(max = 200) String name,
        @NotBlank @Email @Size(max = 254) String email,

        @NotNull
        @Pattern(regexp = "\\+?[0-9][0-9 ()/-]{3,24}", message = "must be a phone number such as +49 30 901820")
        String phone) {}
