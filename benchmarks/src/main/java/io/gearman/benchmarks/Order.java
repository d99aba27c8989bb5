package io.gearman.benchmarks;

import java.util.List;

/** A payload as an application has it: {@link #example()} is 200 bytes of JSON. */
record Order(
        long id, String customer, String street, String city, List<String> articles, boolean express, double total) {

    static Order example() {
        return new Order(
                4_711_000_815L,
                "Wilhelmina Featherstonehaugh",
                "221b Upper Baker Street",
                "Kirkby Lonsdale",
                List.of("big teapot", "milk jug", "sugar tongs"),
                true,
                128.75);
    }
}
