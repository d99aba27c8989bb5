package io.gearman.server.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;

/** A scrape as Prometheus reads it: the samples by name and labels, the types by name. Immutable. */
record Metrics(Map<String, Double> samples, Map<String, String> types, Map<String, String> help) {

    static Metrics parse(String text) {
        Map<String, Double> samples = new LinkedHashMap<>();
        Map<String, String> types = new TreeMap<>();
        Map<String, String> help = new TreeMap<>();
        for (String line : text.split("\n")) {
            if (line.startsWith("# TYPE ")) {
                String[] words = line.split(" ");
                types.put(words[2], words[3]);
            } else if (line.startsWith("# HELP ")) {
                String[] words = line.split(" ", 4);
                help.put(words[2], words[3]);
            } else if (!line.startsWith("#") && !line.isBlank()) {
                int end = line.lastIndexOf(' ');
                if (samples.put(line.substring(0, end), Double.valueOf(line.substring(end + 1))) != null) {
                    throw new IllegalArgumentException("Twice: " + line);
                }
            }
        }
        return new Metrics(samples, types, help);
    }

    double value(String sample) {
        Double value = this.samples.get(sample);
        if (value == null) {
            throw new NoSuchElementException(sample + " is not among " + this.samples.keySet());
        }
        return value;
    }

    double value(String name, String function) {
        return value(name + "{function=\"" + function + "\"}");
    }
}
