package io.gearman.spring.boot.autoconfigure;

import io.gearman.server.store.jdbc.JdbcJobDatabase;
import io.gearman.server.store.jdbc.JdbcTables;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** Makes the store behind JDBC that the properties ask for. */
final class JdbcStores {

    private JdbcStores() {}

    static JdbcJobDatabase of(GearmanStoreProperties.Jdbc properties, ObjectProvider<DataSource> dataSources) {
        JdbcTables tables = JdbcTables.of(properties.tablePrefix());
        String url = properties.url();
        if (url == null) {
            DataSource dataSource = dataSources.getIfUnique();
            if (dataSource == null) {
                throw new InvalidConfigurationPropertyValueException(
                        "gearman.server.store.jdbc.url",
                        null,
                        "The application has no DataSource, or several and none of them primary.");
            }
            return JdbcJobDatabase.of(dataSource, tables);
        }
        JobStores.require("com.zaxxer.hikari.HikariDataSource", "com.zaxxer:HikariCP");
        String user = properties.username() == null ? "" : properties.username();
        if (url.startsWith("jdbc:mariadb:") || url.startsWith("jdbc:mysql:")) {
            return JdbcJobDatabase.mysql(url, user, properties.password(), tables);
        }
        if (url.startsWith("jdbc:postgresql:")) {
            return JdbcJobDatabase.postgresql(url, user, properties.password(), tables);
        }
        if (url.startsWith("jdbc:h2:")) {
            return JdbcJobDatabase.h2(url, tables);
        }
        if (url.startsWith("jdbc:sqlite:")) {
            return JdbcJobDatabase.sqlite(Path.of(url.substring("jdbc:sqlite:".length())), tables);
        }
        throw new InvalidConfigurationPropertyValueException(
                "gearman.server.store.jdbc.url",
                url,
                "Known are jdbc:mariadb:, jdbc:mysql:, jdbc:postgresql:, jdbc:h2: and jdbc:sqlite:.");
    }
}
