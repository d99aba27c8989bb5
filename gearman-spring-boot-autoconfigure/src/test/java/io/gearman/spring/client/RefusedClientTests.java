package io.gearman.spring.client;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.mock;

import io.gearman.spring.annotation.CallTimeout;
import io.gearman.spring.annotation.GearmanFunction;
import io.gearman.spring.annotation.RunAt;
import io.gearman.spring.converter.PayloadConverter;
import io.gearman.spring.core.GearmanOperations;
import io.gearman.worker.JobContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.messaging.handler.annotation.Header;

/** Interfaces that cannot be typed clients, and what is said about them. */
class RefusedClientTests {

    private final GearmanClientProxyFactory factory =
            new GearmanClientProxyFactory(mock(GearmanOperations.class), new PayloadConverter());

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            NoInterface   | NoInterface: only an interface
            Generic       | only an interface without type parameters
            NoFunction    | NoFunction.work(): it names no function
            TwoFunctions  | it names 2 functions
            TwoPayloads   | a job has one payload only
            WorkerOnly    | something that only a worker receives
            HeaderOnly    | something that only a worker receives
            HeaderName    | a to z in lower case and digits
            NoTime        | neither an Instant nor a Duration
            WaitsForLater | only a background job can run at a later time
            NoDuration    | it carries @CallTimeout, but is no Duration
            WaitsNot      | it does not wait for its background job
            NeverWaits    | it does not wait for its background job
            NoTimeout     | @CallTimeout("soon") is no time to wait (expected: a duration such as 5s or PT5S)
            ZeroTimeout   | ZeroTimeout: @CallTimeout("0s") is no time to wait
            """)
    void theMistakeIsNamed(String type, String message) throws ClassNotFoundException {
        Class<?> refused = Class.forName(getClass().getName() + "$" + type);
        assertThatExceptionOfType(InvalidGearmanClientException.class)
                .isThrownBy(() -> this.factory.createClient(refused))
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"#{broken, the function's name '#{broken' cannot be resolved: no"})
    void whenANameCannotBeResolvedThenTheMistakeIsNamed(String name, String message) {
        this.factory.setEmbeddedValueResolver((value) -> {
            throw new IllegalArgumentException("no");
        });
        assertThatExceptionOfType(InvalidGearmanClientException.class)
                .isThrownBy(() -> this.factory.createClient(Unresolvable.class))
                .withMessageContaining(message);
    }

    static class NoInterface {}

    interface Generic<T> {

        @GearmanFunction
        T work();
    }

    interface NoFunction {

        void work();
    }

    interface TwoFunctions {

        @GearmanFunction("one")
        @GearmanFunction("two")
        void work();
    }

    interface TwoPayloads {

        @GearmanFunction
        void work(String one, String two);
    }

    interface WorkerOnly {

        @GearmanFunction
        void work(String one, JobContext job);
    }

    interface HeaderOnly {

        @GearmanFunction
        void work(@Header("gearman_handle") String handle);
    }

    interface HeaderName {

        @GearmanFunction
        void work(@Header("X-Tenant") String tenant);
    }

    interface NoTime {

        @GearmanFunction
        void work(@RunAt Date time);
    }

    interface WaitsForLater {

        @GearmanFunction
        String work(@RunAt Instant time);
    }

    interface NoDuration {

        @GearmanFunction
        String work(@CallTimeout long millis);
    }

    interface WaitsNot {

        @GearmanFunction
        void work(@CallTimeout Duration timeout);
    }

    interface NeverWaits {

        @GearmanFunction
        @CallTimeout("5s")
        void work();
    }

    interface NoTimeout {

        @GearmanFunction
        @CallTimeout("soon")
        String work();
    }

    @CallTimeout("0s")
    interface ZeroTimeout {

        @GearmanFunction
        String work();
    }

    interface Unresolvable {

        @GearmanFunction("#{broken")
        void work();
    }
}
