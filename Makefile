# A memory aid: each target only calls Maven.
.PHONY: build fmt test run

build:
	mvn package -DskipTests

fmt:
	mvn spotless:apply

test:
	mvn verify

run:
	./millrace run
