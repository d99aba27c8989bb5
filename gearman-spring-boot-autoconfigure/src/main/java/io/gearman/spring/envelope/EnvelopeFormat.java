package io.gearman.spring.envelope;

/** What a payload is put into before it is sent. */
public enum EnvelopeFormat {
    /** Nothing: the payload is sent as it is, for workers in any language. It cannot have headers. */
    NONE,
    /** A CloudEvent in its JSON format, for workers that know of it. Needs Jackson 3. */
    CLOUDEVENTS
}
