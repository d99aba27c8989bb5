package io.gearman.sample.wordcount;

import io.gearman.sample.web.ProblemException;
import org.springframework.http.HttpStatus;

/** The text has more different words than the heap can hold. */
class TooManyWordsException extends ProblemException {

    TooManyWordsException(long limit) {
        super(
                HttpStatus.valueOf(422),
                "The text has more than " + limit + " different words, which is as many as this heap holds."
                        + " Raise it with -Xmx, or set app.wordcount.max-distinct-words");
    }
}
