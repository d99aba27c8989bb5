package io.gearman.protocol;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The packet table once more, written down from the protocol's description and not from {@link PacketType}. */
final class WireTable {

    private static final String TABLE = """
             1 CAN_DO                       REQ  function
             2 CANT_DO                      REQ  function
             3 RESET_ABILITIES              REQ
             4 PRE_SLEEP                    REQ
             5 UNUSED                       NONE *
             6 NOOP                         RES
             7 SUBMIT_JOB                   REQ  function unique *
             8 JOB_CREATED                  RES  handle
             9 GRAB_JOB                     REQ
            10 NO_JOB                       RES
            11 JOB_ASSIGN                   RES  handle function *
            12 WORK_STATUS                  BOTH handle numerator denominator
            13 WORK_COMPLETE                BOTH handle *
            14 WORK_FAIL                    BOTH handle
            15 GET_STATUS                   REQ  handle
            16 ECHO_REQ                     REQ  *
            17 ECHO_RES                     RES  *
            18 SUBMIT_JOB_BG                REQ  function unique *
            19 ERROR                        RES  code text
            20 STATUS_RES                   RES  handle known running numerator denominator
            21 SUBMIT_JOB_HIGH              REQ  function unique *
            22 SET_CLIENT_ID                REQ  id
            23 CAN_DO_TIMEOUT               REQ  function timeout
            24 ALL_YOURS                    REQ
            25 WORK_EXCEPTION               BOTH handle *
            26 OPTION_REQ                   REQ  option
            27 OPTION_RES                   RES  option
            28 WORK_DATA                    BOTH handle *
            29 WORK_WARNING                 BOTH handle *
            30 GRAB_JOB_UNIQ                REQ
            31 JOB_ASSIGN_UNIQ              RES  handle function unique *
            32 SUBMIT_JOB_HIGH_BG           REQ  function unique *
            33 SUBMIT_JOB_LOW               REQ  function unique *
            34 SUBMIT_JOB_LOW_BG            REQ  function unique *
            35 SUBMIT_JOB_SCHED             REQ  function unique minute hour mday month wday *
            36 SUBMIT_JOB_EPOCH             REQ  function unique epoch *
            37 SUBMIT_REDUCE_JOB            REQ  function unique reducer aggregate *
            38 SUBMIT_REDUCE_JOB_BACKGROUND REQ  function unique reducer aggregate *
            39 GRAB_JOB_ALL                 REQ
            40 JOB_ASSIGN_ALL               RES  handle function unique reducer *
            41 GET_STATUS_UNIQUE            REQ  unique
            42 STATUS_RES_UNIQUE            RES  unique known running numerator denominator clients
            """;

    private static final List<Row> ROWS = TABLE.lines().map(Row::parse).toList();

    private WireTable() {}

    static List<Row> rows() {
        return ROWS;
    }

    /** One frame of each packet type, with arguments and a payload of all byte values where the type has one. */
    static List<RawFrame> frames() {
        return ROWS.stream().map(Row::frame).toList();
    }

    static byte[] allByteValues() {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    record Row(int number, String name, String direction, List<String> arguments, boolean payload) {

        private static Row parse(String line) {
            List<String> words = Stream.of(line.strip().split(" +")).toList();
            boolean payload = words.get(words.size() - 1).equals("*");
            return new Row(
                    Integer.parseInt(words.get(0)),
                    words.get(1),
                    words.get(2),
                    words.subList(3, payload ? words.size() - 1 : words.size()),
                    payload);
        }

        String magic() {
            return this.direction.equals("RES") ? "\0RES" : "\0REQ";
        }

        byte[][] argumentBytes() {
            return IntStream.range(0, this.arguments.size())
                    .mapToObj(i -> RawFrame.bytes(this.arguments.get(i) + "-ü-" + i))
                    .toArray(byte[][]::new);
        }

        RawFrame frame() {
            byte[] tail = this.payload ? allByteValues() : new byte[0];
            return RawFrame.of(magic(), this.number, this.payload, argumentBytes(), tail);
        }

        @Override
        public String toString() {
            return this.number + " " + this.name + this.arguments.stream().collect(Collectors.joining(", ", "(", ")"));
        }
    }
}
