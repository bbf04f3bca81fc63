global using Jobs;
global using MessagePack;
