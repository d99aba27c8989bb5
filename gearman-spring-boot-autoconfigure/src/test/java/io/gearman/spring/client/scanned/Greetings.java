package io.gearman.spring.client.scanned;

/** Found by its parent's methods; not public, with a default method. */
interface Greetings extends Base<String, Integer> {

    default String twice(String name) {
        return name + call(name) + name;
    }
}
