package io.gearman.spring.boot.autoconfigure;

import io.gearman.transport.ServerAddress;
import java.util.List;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where the job servers are. A bean of this type takes the place of {@code gearman.servers} and keeps the embedded server
 * from being started.
 */
public interface GearmanConnectionDetails extends ConnectionDetails {

    /**
     * Return the job servers that client and workers use.
     *
     * @return the addresses, at least one
     */
    List<ServerAddress> getServers();
}
