package io.gearman.protocol;

import static io.gearman.protocol.PacketType.Direction.BOTH;
import static io.gearman.protocol.PacketType.Direction.NONE;
import static io.gearman.protocol.PacketType.Direction.REQUEST;
import static io.gearman.protocol.PacketType.Direction.RESPONSE;
import static io.gearman.protocol.PacketType.Tail.ARGUMENT;
import static io.gearman.protocol.PacketType.Tail.PAYLOAD;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The table of all packet types, 1 to 42: number, direction, arguments.
 *
 * <p>The body of a packet is its arguments in the order given here. Each argument but the last ends at the first NUL. If
 * the type {@linkplain #hasPayload() has a payload}, every argument ends at a NUL and all that follows is the payload, of
 * any bytes; if it has none, the last argument is all that is left. The layout is that of gearmand 1.1 and 2.x, which
 * differs from the published protocol text for {@link #SUBMIT_REDUCE_JOB} (four arguments, not three).
 */
public enum PacketType {
    CAN_DO(1, REQUEST, ARGUMENT, "function"),
    CANT_DO(2, REQUEST, ARGUMENT, "function"),
    RESET_ABILITIES(3, REQUEST, ARGUMENT),
    PRE_SLEEP(4, REQUEST, ARGUMENT),
    /** The one number in the range that never had a meaning. */
    UNUSED(5, NONE, PAYLOAD),
    NOOP(6, RESPONSE, ARGUMENT),
    SUBMIT_JOB(7, REQUEST, PAYLOAD, "function", "unique"),
    JOB_CREATED(8, RESPONSE, ARGUMENT, "handle"),
    GRAB_JOB(9, REQUEST, ARGUMENT),
    NO_JOB(10, RESPONSE, ARGUMENT),
    JOB_ASSIGN(11, RESPONSE, PAYLOAD, "handle", "function"),
    WORK_STATUS(12, BOTH, ARGUMENT, "handle", "numerator", "denominator"),
    WORK_COMPLETE(13, BOTH, PAYLOAD, "handle"),
    WORK_FAIL(14, BOTH, ARGUMENT, "handle"),
    GET_STATUS(15, REQUEST, ARGUMENT, "handle"),
    ECHO_REQ(16, REQUEST, PAYLOAD),
    ECHO_RES(17, RESPONSE, PAYLOAD),
    SUBMIT_JOB_BG(18, REQUEST, PAYLOAD, "function", "unique"),
    ERROR(19, RESPONSE, ARGUMENT, "code", "text"),
    STATUS_RES(20, RESPONSE, ARGUMENT, "handle", "known", "running", "numerator", "denominator"),
    SUBMIT_JOB_HIGH(21, REQUEST, PAYLOAD, "function", "unique"),
    SET_CLIENT_ID(22, REQUEST, ARGUMENT, "id"),
    /** The timeout is in milliseconds. */
    CAN_DO_TIMEOUT(23, REQUEST, ARGUMENT, "function", "timeout"),
    ALL_YOURS(24, REQUEST, ARGUMENT),
    WORK_EXCEPTION(25, BOTH, PAYLOAD, "handle"),
    OPTION_REQ(26, REQUEST, ARGUMENT, "option"),
    OPTION_RES(27, RESPONSE, ARGUMENT, "option"),
    WORK_DATA(28, BOTH, PAYLOAD, "handle"),
    WORK_WARNING(29, BOTH, PAYLOAD, "handle"),
    GRAB_JOB_UNIQ(30, REQUEST, ARGUMENT),
    JOB_ASSIGN_UNIQ(31, RESPONSE, PAYLOAD, "handle", "function", "unique"),
    SUBMIT_JOB_HIGH_BG(32, REQUEST, PAYLOAD, "function", "unique"),
    SUBMIT_JOB_LOW(33, REQUEST, PAYLOAD, "function", "unique"),
    SUBMIT_JOB_LOW_BG(34, REQUEST, PAYLOAD, "function", "unique"),
    SUBMIT_JOB_SCHED(35, REQUEST, PAYLOAD, "function", "unique", "minute", "hour", "mday", "month", "wday"),
    /** The time is in seconds since 1970-01-01 UTC. */
    SUBMIT_JOB_EPOCH(36, REQUEST, PAYLOAD, "function", "unique", "epoch"),
    /** The aggregate argument is read and ignored, as gearmand does. */
    SUBMIT_REDUCE_JOB(37, REQUEST, PAYLOAD, "function", "unique", "reducer", "aggregate"),
    SUBMIT_REDUCE_JOB_BACKGROUND(38, REQUEST, PAYLOAD, "function", "unique", "reducer", "aggregate"),
    GRAB_JOB_ALL(39, REQUEST, ARGUMENT),
    JOB_ASSIGN_ALL(40, RESPONSE, PAYLOAD, "handle", "function", "unique", "reducer"),
    GET_STATUS_UNIQUE(41, REQUEST, ARGUMENT, "unique"),
    STATUS_RES_UNIQUE(42, RESPONSE, ARGUMENT, "unique", "known", "running", "numerator", "denominator", "clients");

    private static final @Nullable PacketType[] BY_NUMBER = new @Nullable PacketType[43];

    static {
        for (PacketType type : values()) {
            BY_NUMBER[type.number] = type;
        }
    }

    private final int number;

    private final Direction direction;

    private final boolean payload;

    private final List<String> arguments;

    PacketType(int number, Direction direction, Tail tail, String... arguments) {
        this.number = number;
        this.direction = direction;
        this.payload = tail == PAYLOAD;
        this.arguments = List.of(arguments);
    }

    /**
     * Finds a type by the number of its header.
     *
     * @param number any 32 bits off the wire, read as signed
     * @return the type, or {@code null} if no type has that number
     */
    public static @Nullable PacketType ofNumber(int number) {
        return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
    }

    /**
     * Returns the number that stands in the header.
     *
     * @return 1 to 42
     */
    public int number() {
        return this.number;
    }

    /**
     * Returns who may send this type.
     *
     * @return the direction of the packet
     */
    public Direction direction() {
        return this.direction;
    }

    /**
     * Returns the names of the arguments, in the order in which they stand in the body.
     *
     * @return an immutable list, without the payload
     */
    public List<String> arguments() {
        return this.arguments;
    }

    /**
     * Tells whether bytes of any value follow the arguments.
     *
     * @return {@code true} if every argument ends at a NUL and the rest of the body is the payload
     */
    public boolean hasPayload() {
        return this.payload;
    }

    /** Who sends a packet to whom. */
    public enum Direction {
        /** From a client or a worker to the job server. */
        REQUEST,
        /** From the job server to a client or a worker. */
        RESPONSE,
        /** From a worker to the job server, which forwards it to clients. */
        BOTH,
        /** Nobody may send it. */
        NONE
    }

    /** How a body ends. */
    enum Tail {
        ARGUMENT,
        PAYLOAD
    }
}
