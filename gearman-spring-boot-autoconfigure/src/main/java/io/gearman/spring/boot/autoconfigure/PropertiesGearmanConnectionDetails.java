package io.gearman.spring.boot.autoconfigure;

import io.gearman.transport.ServerAddress;
import java.util.ArrayList;
import java.util.List;

/** Takes the job servers from {@code gearman.servers}; without any, the one on this machine's standard port. */
class PropertiesGearmanConnectionDetails implements GearmanConnectionDetails {

    private static final List<String> DEFAULT_SERVERS = List.of("localhost:4730");

    private final GearmanProperties properties;

    PropertiesGearmanConnectionDetails(GearmanProperties properties) {
        this.properties = properties;
    }

    @Override
    public List<ServerAddress> getServers() {
        List<String> servers = this.properties.servers().isEmpty() ? DEFAULT_SERVERS : this.properties.servers();
        List<ServerAddress> addresses = new ArrayList<>(servers.size());
        for (String server : servers) {
            addresses.add(parse(server));
        }
        return addresses;
    }

    private static ServerAddress parse(String server) {
        try {
            return ServerAddress.parse(server.trim());
        } catch (IllegalArgumentException ex) {
            throw new InvalidServerAddressException(server, ex);
        }
    }
}
